"""The words the demo portfolio is made of: invented people, firms, places and sentences."""
