using System.Net;
using System.Text.Json;

namespace CustomerGrains.WebTests.Support;

/// <summary>Checks that an error says which field, what was sent and the way out.</summary>
static class ProblemAssert
{
    public static async Task IsAsync(HttpStatusCode status, HttpResponseMessage response, string field, string? value, string reason)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var errors = JsonDocument.Parse(text).RootElement.GetProperty("errors").EnumerateArray().ToList();
        var error = Assert.Single(errors, error => error.GetProperty("field").GetString() == field);
        Assert.Equal(value, error.GetProperty("value").GetString());
        Assert.Contains(reason, error.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }
}
