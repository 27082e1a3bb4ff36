-- Which profiles an earlier derivation folded. The index before held every profile, so that each write of one changed
-- it. This one names the derivation of this version. A version that folds otherwise adds one of another name, since
-- nodes of the version before go on to use this one.
DROP INDEX profiles_by_derivation;
CREATE INDEX profiles_to_fold ON profiles (derivation) WHERE state IS NOT NULL AND derivation < 6;
