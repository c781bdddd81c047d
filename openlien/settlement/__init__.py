"""What a settlement is made of and who gets which part of it: its calculation, checks and trust money."""
