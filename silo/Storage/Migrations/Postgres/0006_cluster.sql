-- Who belongs to a cluster of silos, as Microsoft.Orleans.Clustering.AdoNet uses it: it reads its statements from OrleansQuery and knows their parameters by
-- name. Every change also raises the version of the whole, and only whoever knows the present version may make one; a statement that changes answers with the
-- number of rows it changed, 0 if it came too late. Status 3 is a silo that takes part.

CREATE TABLE cluster_version (
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    version integer NOT NULL
);

CREATE TABLE cluster_silo (
    started_at timestamptz NOT NULL,
    alive_at timestamptz NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    status integer NOT NULL,
    gateway_port integer NOT NULL,
    cluster text COLLATE "C" NOT NULL REFERENCES cluster_version (name),
    address text COLLATE "C" NOT NULL,
    silo_name text COLLATE "C" NOT NULL,
    host_name text COLLATE "C" NOT NULL,
    suspected text COLLATE "C",
    PRIMARY KEY (cluster, address, port, generation)
) WITH (fillfactor = 50);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('InsertMembershipVersionKey', $query$
WITH made AS (INSERT INTO cluster_version (name, version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1)
SELECT count(*)::integer FROM made
$query$);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('InsertMembershipKey', $query$
WITH next AS (
    UPDATE cluster_version SET version = version + 1
    WHERE name = @DeploymentId AND version = @Version
      AND NOT EXISTS (SELECT 1 FROM cluster_silo WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING name
), made AS (
    INSERT INTO cluster_silo (cluster, address, port, generation, silo_name, host_name, status, gateway_port, started_at, alive_at)
    SELECT name, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM next
    RETURNING 1
)
SELECT count(*)::integer FROM made
$query$);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('UpdateMembershipKey', $query$
WITH next AS (
    UPDATE cluster_version SET version = version + 1
    WHERE name = @DeploymentId AND version = @Version
      AND EXISTS (SELECT 1 FROM cluster_silo WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING name
), changed AS (
    UPDATE cluster_silo SET status = @Status, suspected = @SuspectTimes, alive_at = @IAmAliveTime
    FROM next
    WHERE cluster = next.name AND address = @Address AND port = @Port AND generation = @Generation
    RETURNING 1
)
SELECT count(*)::integer FROM changed
$query$);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('UpdateIAmAlivetimeKey', $query$
UPDATE cluster_silo SET alive_at = @IAmAliveTime WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$query$);

-- The version comes also where nobody is there.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('MembershipReadAllKey', $query$
SELECT address AS "Address", port AS "Port", generation AS "Generation", silo_name AS "SiloName", host_name AS "HostName", status AS "Status",
    gateway_port AS "ProxyPort", suspected AS "SuspectTimes", started_at AS "StartTime", alive_at AS "IAmAliveTime", version AS "Version"
FROM cluster_version LEFT JOIN cluster_silo ON cluster = name WHERE name = @DeploymentId
$query$);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('MembershipReadRowKey', $query$
SELECT address AS "Address", port AS "Port", generation AS "Generation", silo_name AS "SiloName", host_name AS "HostName", status AS "Status",
    gateway_port AS "ProxyPort", suspected AS "SuspectTimes", started_at AS "StartTime", alive_at AS "IAmAliveTime", version AS "Version"
FROM cluster_version LEFT JOIN cluster_silo ON cluster = name AND address = @Address AND port = @Port AND generation = @Generation
WHERE name = @DeploymentId
$query$);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('GatewaysQueryKey', $query$
SELECT address AS "Address", gateway_port AS "ProxyPort", generation AS "Generation" FROM cluster_silo
WHERE cluster = @DeploymentId AND status = @Status AND gateway_port > 0
$query$);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('CleanupDefunctSiloEntriesKey', $query$
DELETE FROM cluster_silo WHERE cluster = @DeploymentId AND alive_at < @IAmAliveTime AND status <> 3
$query$);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('DeleteMembershipTableEntriesKey', $query$
WITH silos AS (DELETE FROM cluster_silo WHERE cluster = @DeploymentId RETURNING 1)
DELETE FROM cluster_version WHERE name = @DeploymentId AND (SELECT count(*) FROM silos) >= 0
$query$);
