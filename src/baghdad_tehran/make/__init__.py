"""What makes the tables. It needs the extra `make`; reading the tables needs nothing from here."""
