using System.Collections.Concurrent;
using CustomerGrains.Silo.Settings;
using CustomerGrains.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CustomerGrains.WebTests.Security;

/// <summary>What one web process of a cluster signs, the others know.</summary>
public sealed class SharedKeysTests
{
    readonly Store _store = new();

    [Fact]
    public void A_session_that_one_web_process_began_is_one_for_another_and_for_one_that_starts_later()
    {
        using var first = Process(_store);
        var cookie = Protector(first).Protect("ann");
        using var second = Process(_store);
        Assert.Equal("ann", Protector(second).Unprotect(cookie));
        Assert.Equal("bob", Protector(first).Unprotect(Protector(second).Protect("bob")));
        Assert.Single(_store.Values);
        Assert.All(_store.Values.Keys, name => Assert.StartsWith("cookiekey.", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Keys_of_another_store_open_nothing()
    {
        using var first = Process(_store);
        using var stranger = Process(new());
        var cookie = Protector(first).Protect("ann");
        Assert.Throws<System.Security.Cryptography.CryptographicException>(() => Protector(stranger).Unprotect(cookie));
    }

    static ServiceProvider Process(Store store)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<ISettingStore>(store);
        services.AddSingleton<SharedKeys>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, UseSharedKeys>();
        services.AddDataProtection().SetApplicationName("CustomerGrains");
        return services.BuildServiceProvider();
    }

    static IDataProtector Protector(IServiceProvider process) => process.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookie");

    sealed class Store : ISettingStore
    {
        public ConcurrentDictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

        public Task<string?> GetAsync(string name, CancellationToken cancellationToken) => Task.FromResult(Values.GetValueOrDefault(name));

        public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>([.. Values.Where(each => each.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(each => each.Value)]);

        public Task<string> GetOrAddAsync(string name, string value, CancellationToken cancellationToken) => Task.FromResult(Values.GetOrAdd(name, value));

        public Task SetAsync(string name, string value, CancellationToken cancellationToken)
        {
            Values[name] = value;
            return Task.CompletedTask;
        }
    }
}
