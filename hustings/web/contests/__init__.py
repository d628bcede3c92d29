"""The contest: its form, candidates, timetable, opening key and stored states."""
