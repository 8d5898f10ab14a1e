using System.Collections.Frozen;
using System.Diagnostics;
using CustomerGrains.Grains.Telemetry;
using OpenTelemetry;

namespace CustomerGrains.Silo.Telemetry;

/// <summary>
/// Lets no span say who a customer is. Our own say nothing of the kind; of others' only what is known to be harmless is exported: Orleans notes the keys of
/// grains, which may be e-mail addresses, and ASP.NET Core the address that was asked for.
/// </summary>
sealed class Discretion : BaseProcessor<Activity>
{
    /// <summary>Where Orleans' own spans of the application's calls come from.</summary>
    public const string GrainCalls = "Microsoft.Orleans.Application";

    static readonly FrozenSet<string> _harmless = FrozenSet.Create(
        StringComparer.Ordinal,
        "rpc.system", "rpc.service", "rpc.method", "http.request.method", "http.response.status_code", "http.route", "url.scheme", "network.protocol.version", "error.type");

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == Instruments.Name)
            return;
        foreach (var (key, _) in data.TagObjects.ToList())
        {
            if (!_harmless.Contains(key))
                data.SetTag(key, null);
        }
    }
}
