namespace CustomerGrains.Web.Security;

/// <summary>Marks endpoints that admit by write key instead of by role.</summary>
sealed class WriteKeyRequired;
