"""People who code: Label Studio and other tools."""
