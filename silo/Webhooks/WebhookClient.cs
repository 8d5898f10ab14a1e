using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace CustomerGrains.Silo.Webhooks;

/// <summary>What a receiver answered.</summary>
/// <param name="Status">The status, or null if there was no answer.</param>
/// <param name="Error">What is wrong, for people; null if the message was taken.</param>
/// <param name="RetryAfter">When to come back, if the receiver said so.</param>
/// <param name="TookMs">How long it took.</param>
readonly record struct WebhookAnswer(int? Status, string? Error, TimeSpan? RetryAfter, int TookMs);

/// <summary>
/// Posts messages. It trusts no receiver: redirects are not followed (they could lead anywhere), no cookies, no proxy, no more of an answer is read than is shown,
/// and all of it has to be over within ten seconds.
/// </summary>
sealed class WebhookClient : IDisposable
{
    const int Shown = 200;

    static readonly MediaTypeHeaderValue _json = new("application/json");

    readonly TimeProvider _clock;
    readonly HttpClient _http;

    public WebhookClient(WebhookOptions options, TimeProvider clock)
    {
        _clock = clock;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 16 * 1024,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            MaxConnectionsPerServer = WebhookLimits.AtOnce * 2,
            // Names may come to mean other addresses.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = (context, token) => ConnectAsync(context.DnsEndPoint, options.PublicOnly, token),
        };
        _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("CustomerGrains-Webhooks/1.0");
    }

    /// <summary>Posts a message; never throws but when it is stopped.</summary>
    public async Task<WebhookAnswer> PostAsync(string url, IEnumerable<string> secrets, string id, string body, CancellationToken cancellationToken)
    {
        var began = _clock.GetTimestamp();
        using var late = new CancellationTokenSource(WebhookLimits.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var timestamp = _clock.GetUtcNow().ToUnixTimeSeconds();
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = _json } } };
            request.Headers.Add(WebhookSignature.IdHeader, id);
            request.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(secrets, id, timestamp, body));
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)response.StatusCode;
            return status is >= 200 and < 300
                ? new(status, null, null, Took())
                : new(status, await ExplainAsync(response, either.Token), RetryAfter(response), Took());
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new(null, $"No answer within {WebhookLimits.Timeout.TotalSeconds:0} s.", null, Took());
        }
        catch (HttpRequestException e)
        {
            return new(null, Short(e.InnerException is { } inner and not IOException ? inner.Message : e.Message), null, Took());
        }
        catch (IOException e)
        {
            return new(null, Short(e.Message), null, Took());
        }

        int Took() => (int)Math.Clamp(_clock.GetElapsedTime(began).TotalMilliseconds, 0, int.MaxValue);
    }

    public void Dispose() => _http.Dispose();

    static async Task<string> ExplainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            return response.Headers.Location is { } there
                ? Short($"{status}: redirects are not followed. If {there} is right, make it the address.")
                : $"{status}: redirects are not followed.";
        }

        var buffer = new byte[Shown * 2];
        var length = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The status says enough.
        }

        var text = Short(Encoding.UTF8.GetString(buffer, 0, length));
        return text.Length == 0 ? $"Answered {status}." : $"Answered {status}: {text}";
    }

    TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is { } value ? WebhookBackoff.Asked(value.Delta ?? (value.Date is { } date ? date - _clock.GetUtcNow() : TimeSpan.Zero)) : null;

    // One line, and not long: it is shown in lists.
    static string Short(string text)
    {
        var line = string.Join(' ', new string([.. text.Select(c => char.IsControl(c) || char.IsSurrogate(c) || c == '\uFFFD' ? ' ' : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Shown ? line : line[..(Shown - 1)] + "…";
    }

    static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool publicOnly, CancellationToken cancellationToken)
    {
        var all = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        // Looked at here, after the name was resolved and for the very connection: a name that means something else a moment later gains nothing.
        var allowed = all.Where(address => WebhookAddress.IsAllowed(address, publicOnly)).ToArray();
        if (allowed.Length == 0)
            throw new HttpRequestException($"{target.Host} is at {string.Join(", ", all.Take(3).Select(address => address.ToString()))}, where webhooks are not sent{(publicOnly ? " (Webhooks:PublicOnly)" : "")}.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
