"""What an evidence pack says and how its exhibits are lettered; without Django."""
