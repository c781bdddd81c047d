"""The portfolio by litigation stage: figures kept for every bill and case, and the questions they answer."""
