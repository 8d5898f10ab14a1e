namespace CustomerGrains.Tool.Connection;

/// <summary>Where the tool has its API token from.</summary>
static class ApiToken
{
    /// <summary>The one that was given, else the environment's, else what a server on this machine left; null if there is none.</summary>
    public static string? Find(string? given, Uri url, ToolHost host)
    {
        if (given is { Length: > 0 }) return given;
        if (host.Variable("CUSTOMERGRAINS_API_TOKEN") is { Length: > 0 } variable) return variable;
        return url.IsLoopback && Credentials.Find(host.Directory) is { ApiToken: { Length: > 0 } token } ? token : null;
    }
}
