"""Log in as a person would."""

from __future__ import annotations

from functools import lru_cache

import httpx

from textmine.annotation.serverfolder import Account


def log_in(url: str, account: Account) -> httpx.Client:
    """A browser without a window."""
    browser = httpx.Client(base_url=url, trust_env=False)
    browser.get("/user/login/")
    told = {"email": account.name, "password": account.password, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
    answer = browser.post("/user/login/", data=told, headers={"Referer": f"{url}/user/login/"})
    assert answer.status_code == 302
    return browser


@lru_cache(maxsize=8)
def logged_in(url: str, account: Account) -> httpx.Client:
    """The same browser for all tests: the server takes half a second of hashing to let one in."""
    return log_in(url, account)
