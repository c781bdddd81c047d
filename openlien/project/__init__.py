"""What makes one product of the packages: settings, addresses, command line, database, demo portfolio."""
