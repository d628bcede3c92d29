"""The roll: upload, clean-up, likely duplicates, freeze, later additions, asking for a ballot."""
