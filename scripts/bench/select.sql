-- For pgbench: the state of the profile that an identifier leads to, by two primary keys.
\set number random(0, :customers - 1)
SELECT profiles.state FROM links JOIN profiles ON profiles.id = links.profile
WHERE links.type = 'crm' AND links.value = 'C' || lpad(:number::text, 7, '0');
