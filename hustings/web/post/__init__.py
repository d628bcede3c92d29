"""What goes by post and comes back unopened: papers, envelopes, bags, refusals, the alarm."""
