using CustomerGrains.Web.Live;

namespace CustomerGrains.Web.Security;

/// <summary>Makes a change of credentials count at once in this process: for requests, sessions and open live connections.</summary>
sealed class Revocation(CredentialCache cache, LiveSessions live)
{
    public Task TakeEffectAsync()
    {
        cache.Forget();
        return live.CheckAsync();
    }
}
