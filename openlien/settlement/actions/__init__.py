"""What people do to settlements, calculations, reductions and checks; each one a transaction."""
