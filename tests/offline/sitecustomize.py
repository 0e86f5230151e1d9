"""Put on the path of a subprocess: every attempt to reach a network is an error."""

import socket


def _refuse(self: socket.socket, address: object) -> None:
    if self.family != socket.AF_UNIX:
        raise OSError("this test allows no network")


socket.socket.connect = _refuse  # type: ignore[method-assign, assignment]
socket.socket.connect_ex = _refuse  # type: ignore[method-assign, assignment]
socket.getaddrinfo = lambda *args, **kwargs: _refuse(socket.socket(), args)  # type: ignore[assignment]
