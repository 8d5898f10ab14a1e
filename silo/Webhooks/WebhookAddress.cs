using System.Net;

namespace CustomerGrains.Silo.Webhooks;

/// <summary>Which addresses messages may be sent to.</summary>
static class WebhookAddress
{
    // Where clouds tell machines their credentials, what means nobody or everybody, and what is reserved.
    static readonly IPNetwork[] _never = Networks("0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "::/128", "fe80::/10", "ff00::/8", "fd00:ec2::254/128");

    static readonly IPNetwork[] _private = Networks("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "::1/128", "fc00::/7");

    // IPv6 addresses that have an IPv4 address in them.
    static readonly IPNetwork _translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether an address may be connected to.</summary>
    public static bool IsAllowed(IPAddress address, bool publicOnly)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        else if (_translated.Contains(address))
            address = new(address.GetAddressBytes().AsSpan(12));
        return !_never.Any(network => network.Contains(address)) && !(publicOnly && _private.Any(network => network.Contains(address)));
    }

    static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}
