using System.Reflection;

var engine = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "ActorEngine").Value;
Console.WriteLine($"engine: {engine}");
