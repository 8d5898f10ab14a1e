using CustomerGrains.Web.Hosting;

try
{
    var app = Server.Build(args);
    Banner.AnnounceWhenStarted(app);
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (Settings.Explain(e) is { } explanation)
{
    await Console.Error.WriteLineAsync(explanation);
    return 1;
}
