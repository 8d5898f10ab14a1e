namespace CustomerGrains.ClientTests.Support;

/// <summary>Answers every request with a function, and keeps what was asked.</summary>
sealed class Respond(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<(string Method, Uri Address, string? Authorization, string Body)> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.Method.Method, request.RequestUri!, request.Headers.Authorization?.ToString(), body));
        return answer(request);
    }
}
