using System.Xml.Linq;
using CustomerGrains.Silo.Settings;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace CustomerGrains.Web.Security;

/// <summary>
/// The keys of the sessions' cookies in the store, so that a session that one web process began is one for all of them. Whoever can read the store can make sessions: she could read the
/// customers as well.
/// </summary>
sealed class SharedKeys(ISettingStore settings) : IXmlRepository
{
    const string Prefix = "cookiekey.";

    // The framework asks at the start and once a day, and knows no other way than to wait.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Task.Run(() => settings.ListAsync(Prefix, CancellationToken.None)).GetAwaiter().GetResult().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) =>
        Task.Run(() => settings.SetAsync(Prefix + friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None)).GetAwaiter().GetResult();
}

/// <summary>Puts them to use.</summary>
sealed class UseSharedKeys(SharedKeys keys) : IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options) => options.XmlRepository = keys;
}
