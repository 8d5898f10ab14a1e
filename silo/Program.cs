// Clusters of silos are the next step; until then the web server hosts the one silo there is, on either engine.
using System.Reflection;

var engine = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().First(each => each.Key == "ActorEngine").Value;
await Console.Error.WriteLineAsync($"""
    This build has the engine: {engine}.
    A silo of its own, for clusters, is not part of this version: the web server hosts its silo.
    Start that instead: dotnet run --project web
    """);
return 1;
