"""What the browser tests stand on: a real server, a host's pages on another origin, accounts, and a watched browser."""
