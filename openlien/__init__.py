"""OpenLien: the open-source system of record for personal-injury liens."""
