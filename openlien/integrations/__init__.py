"""What talks to the outside: portfolio files today; accounting, telephony and mail later."""
