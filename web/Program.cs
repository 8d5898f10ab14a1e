using CustomerGrains.Web.Hosting;

await Server.Build(args).RunAsync();
