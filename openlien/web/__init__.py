"""The pages: HTML over the queries and actions of the packages below."""
