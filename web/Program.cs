using CustomerGrains.Web.Hosting;

var app = Server.Build(args);
Banner.AnnounceWhenStarted(app);
await app.RunAsync();
