using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CustomerGrains.Tool.Connection;

namespace CustomerGrains.Tool.Recount;

/// <summary>recount: has the server fold all journals from nothing and compare that with its counters.</summary>
static class RecountCommand
{
    public static Command Create(ToolHost host)
    {
        var server = new ServerOptions(host);
        var token = new Option<string?>("--token") { Description = "An API token; else CUSTOMERGRAINS_API_TOKEN, else what a server on this machine left in data/credentials.json" };
        var command = new Command("recount", "Compare the KPI counters with a recount over all journals; exit code 1 on any difference.") { token };
        ServerOptions.AddUrlTo(command, server);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var url = server.Url(parsed);
            using var http = host.Http();
            http.Timeout = Timeout.InfiniteTimeSpan;
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url.AbsoluteUri.TrimEnd('/') + "/api/kpis/recount"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(parsed.GetValue(token), url, host));
            try
            {
                using var response = await http.SendAsync(request, cancellationToken);
                if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                    throw new UserError("The server refused the API token. Give an admin's with --token or CUSTOMERGRAINS_API_TOKEN.");
                if (!response.IsSuccessStatusCode)
                    throw new UserError($"{url} answered {(int)response.StatusCode} {response.ReasonPhrase}; is it a CustomerGrains server of this version?");
                return RecountReport.Print(await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken), host.Out);
            }
            catch (JsonException)
            {
                throw new UserError($"{url} answered something that is not a recount; is it a CustomerGrains server of this version?");
            }
            catch (HttpRequestException e)
            {
                throw new UserError(ServerOptions.Unreachable(url, e.InnerException?.Message ?? e.Message));
            }
        });
        return command;
    }

    static string Token(string? given, Uri url, ToolHost host) => ApiToken.Find(given, url, host)
        ?? throw new UserError("No API token. Give one with --token or CUSTOMERGRAINS_API_TOKEN: the server prints its own at its first start.");
}
