using System.Reflection;
using CustomerGrains.Silo.Storage;
using CustomerGrains.Web.Security;

namespace CustomerGrains.Web.Hosting;

/// <summary>What the console says by itself: one line at the start, and the credentials that were made, once.</summary>
static class Banner
{
    /// <summary>Says engine, store and address when the server listens.</summary>
    public static void AnnounceWhenStarted(WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var engine = typeof(Banner).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "ActorEngine").Value;
        var store = StoreOptions.From(app.Configuration).Provider;
        Console.WriteLine($"CustomerGrains is running: engine {engine}, store {store}, {string.Join(' ', app.Urls)}");
    });

    /// <summary>Shows credentials that were made at this start.</summary>
    public static void Show(MadeCredentials made)
    {
        string?[] lines =
        [
            "First start: these were made for you and are shown only here.",
            made.Password is null ? null : $"  sign in with   user {made.User}   password {made.Password}",
            made.WriteKey is null ? null : $"  write key      {made.WriteKey}   (for sending events)",
            made.ApiToken is null ? null : $"  API token      {made.ApiToken}   (for /api; role admin)",
            "They are also in data/credentials.json, readable by you alone, for the command-line tool: delete it in production.",
        ];
        var line = new string('-', 100);
        Console.WriteLine(string.Join(Environment.NewLine, [line, .. lines.OfType<string>(), line]));
    }
}
