using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CustomerGrains.Tool.Connection;

namespace CustomerGrains.Tool.Send;

/// <summary>send: one event, and what the server says to it.</summary>
static class SendCommand
{
    public static Command Create(ToolHost host)
    {
        var server = new ServerOptions(host);
        var fields = new SendOptions();
        var command = new Command("send", "Send one event and print the server's answer.");
        fields.AddTo(command);
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (kind, item) = fields.Event(parsed, host.Time);
            var options = server.Client(parsed);
            using var http = host.Http();
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{options.Endpoint.AbsoluteUri.TrimEnd('/')}/v1/{kind}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(options.WriteKey + ":")));
            request.Content = new ReadOnlyMemoryContent(item.Json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            try
            {
                using var response = await http.SendAsync(request, cancellationToken);
                var body = await response.Content.ReadAsStringAsync(cancellationToken);
                host.Out.WriteLine($"{(int)response.StatusCode} {response.ReasonPhrase} {body}".TrimEnd());
                if (response.IsSuccessStatusCode) return IsRejected(body) ? ExitCode.Incomplete : ExitCode.Done;
                if ((int)response.StatusCode is 401 or 403) host.Error.WriteLine("The server refused the write key. Give the right one with --write-key.");
                return ExitCode.Failed;
            }
            catch (HttpRequestException e)
            {
                throw new UserError(ServerOptions.Unreachable(options.Endpoint, e.InnerException?.Message ?? e.Message));
            }
        });
        return command;
    }

    static bool IsRejected(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.TryGetProperty("rejected", out var rejected) && rejected.GetArrayLength() > 0;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
