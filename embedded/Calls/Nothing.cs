namespace Orleans.Embedded;

/// <summary>The result of methods that have none.</summary>
readonly struct Nothing;

/// <summary>What the caller of a one-way method gets at once.</summary>
static class Nothing<TResult>
{
    public static readonly Task<TResult> Done = Task.FromResult<TResult>(default!);
}
