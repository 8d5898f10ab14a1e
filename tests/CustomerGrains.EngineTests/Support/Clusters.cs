namespace CustomerGrains.EngineTests.Support;

// Silos take a second to start and stop: each kind is started once, for all tests that need it.
[CollectionDefinition(Name)]
public sealed class Plain : ICollectionFixture<Cluster>
{
    public const string Name = "plain";
}

[CollectionDefinition(Name)]
public sealed class Impatient : ICollectionFixture<ImpatientCluster>
{
    public const string Name = "impatient";
}

[CollectionDefinition(Name)]
public sealed class Clocked : ICollectionFixture<ClockedCluster>
{
    public const string Name = "clocked";
}
