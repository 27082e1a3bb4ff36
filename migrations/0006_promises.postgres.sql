-- Records of kind 5, promises, and tallies of kinds 6 and 7, the agents who made promises and what they are about. The same as in the file for SQLite beside this one.

-- The last change of a profile that its promises had a part in; null where nobody noted it.
ALTER TABLE profiles ADD COLUMN promise_sequence bigint;
