"""What people do with lines, site costs and interest; one transaction each."""
