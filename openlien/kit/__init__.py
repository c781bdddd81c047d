"""The ground every package stands on: money, dates, errors, clock, SQL files, exports; no domain word."""
