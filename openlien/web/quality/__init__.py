"""The pages of records that need somebody's attention."""
