"""What settlements, their calculations and checks show."""
