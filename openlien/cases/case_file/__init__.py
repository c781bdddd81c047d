"""The case file that people keep: plaintiffs and their injuries, policies, what the firm spent."""
