"""Who acts, with which role, in which scope; tokens; the trail of what was changed and seen."""
