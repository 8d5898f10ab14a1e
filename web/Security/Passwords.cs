using CustomerGrains.Silo.Security;
using Microsoft.AspNetCore.Identity;

namespace CustomerGrains.Web.Security;

/// <summary>Passwords, stored as PBKDF2 hashes.</summary>
sealed class Passwords(ICredentialStore store)
{
    /// <summary>Of new ones: length is what makes a password good.</summary>
    public const int Shortest = 12;

    public const int Longest = 200;

    public const int LongestUser = 100;

    static readonly PasswordHasher<string> _hasher = new();

    // Checked when the user is unknown, so that an answer takes as long as for a known one and gives nothing away.
    static readonly string _nobody = _hasher.HashPassword("", RandomKey.New(""));

    public static string HashOf(string user, string password) => _hasher.HashPassword(user, password);

    public static bool Fits(string user, string hash, string password) =>
        _hasher.VerifyHashedPassword(user, hash, password) != PasswordVerificationResult.Failed;

    /// <summary>The user if the password is hers, else null.</summary>
    public async Task<Credential?> CheckAsync(string user, string password, CancellationToken cancellationToken)
    {
        var known = await store.FindByNameAsync(CredentialKind.Password, user, cancellationToken);
        var fits = Fits(user, known?.Hash ?? _nobody, password);
        return fits ? known : null;
    }
}
