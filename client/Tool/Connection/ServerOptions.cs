using System.CommandLine;
using System.Net.Sockets;
using CustomerGrains.Client;

namespace CustomerGrains.Tool.Connection;

/// <summary>The options that say which server, and with which key.</summary>
sealed class ServerOptions(ToolHost host)
{
    readonly Option<string> _url = new("--url")
    {
        Description = "The server's address",
        DefaultValueFactory = _ => "http://localhost:5080",
    };

    readonly Option<string?> _writeKey = new("--write-key")
    {
        Description = "The write key; else CUSTOMERGRAINS_WRITE_KEY, else the one that a server on this machine left in data/credentials.json",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_url);
        command.Options.Add(_writeKey);
    }

    public static void AddUrlTo(Command command, ServerOptions options) => command.Options.Add(options._url);

    public Uri Url(ParseResult parsed)
    {
        var text = parsed.GetRequiredValue(_url);
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new UserError($"--url is \"{text}\"; give an address such as http://localhost:5080.");
    }

    /// <summary>Options for the library with address, key, clock and handler set. Says where the key is from when it was not given.</summary>
    public CustomerGrainsOptions Client(ParseResult parsed)
    {
        var url = Url(parsed);
        return new CustomerGrainsOptions
        {
            Endpoint = url,
            WriteKey = WriteKey(parsed, url),
            TimeProvider = host.Time,
            Random = host.Random,
            HttpMessageHandler = host.Handler,
            // To this machine, bandwidth costs nothing and both ends share the processors.
            Gzip = !url.IsLoopback,
        };
    }

    /// <summary>Says at once, and in one line, when nobody is there.</summary>
    public async Task ReachAsync(Uri url, CancellationToken cancellationToken)
    {
        using var http = host.Http();
        try
        {
            using var response = await http.GetAsync(new Uri(url.AbsoluteUri.TrimEnd('/') + "/health/live"), cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new UserError(Unreachable(url, e.InnerException is SocketException socket ? socket.Message : e.Message));
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UserError(Unreachable(url, "no answer"));
        }
    }

    public static string Unreachable(Uri url, string reason) =>
        $"Cannot reach {url} ({reason.TrimEnd('.')}). Start the server with: dotnet run --project web, or give its address with --url.";

    string WriteKey(ParseResult parsed, Uri url)
    {
        if (parsed.GetValue(_writeKey) is { Length: > 0 } given) return given;
        if (host.Variable("CUSTOMERGRAINS_WRITE_KEY") is { Length: > 0 } variable) return variable;
        if (url.IsLoopback && Credentials.Find(host.Directory) is { WriteKey: { Length: > 0 } key } found)
        {
            host.Error.WriteLine($"Using the write key that the local server left in {Path.GetRelativePath(host.Directory, found.Path)}.");
            return key;
        }
        throw new UserError(
            "No write key. Give one with --write-key or CUSTOMERGRAINS_WRITE_KEY: the server prints its own at its first start" +
            (url.IsLoopback ? ", and leaves it in data/credentials.json, which was not found here; run this from the clone's root." : "."));
    }
}
