using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Embedded;

/// <summary>A method of a grain interface: how to call it, and how to copy what crosses the call.</summary>
/// <typeparam name="TArgs">A value tuple of the arguments.</typeparam>
/// <typeparam name="TResult">What the task holds; <see cref="Nothing"/> for methods without a result.</typeparam>
sealed class GrainMethod<TArgs, TResult>
{
    readonly MethodInfo _method;
    readonly Func<TArgs, CopyContext, TArgs>? _copyArguments;
    readonly Copier<TResult>? _copyResult;
    readonly Func<TArgs, CancellationToken>? _token;
    readonly Func<TArgs, CancellationToken, TArgs>? _withToken;

    public GrainMethod(MethodInfo method)
    {
        _method = method;
        IsReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        IsAlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        IsOneWay = method.IsDefined(typeof(OneWayAttribute)) || method.ReturnType == typeof(void);
        var shape = new MethodShape(method, typeof(TArgs));
        Invoke = shape.Invoker<TArgs, TResult>();
        _copyArguments = shape.ArgumentsCopier<TArgs>();
        _copyResult = Shallow.Is(typeof(TResult)) || method.ReturnParameter.IsDefined(typeof(ImmutableAttribute)) ? null : Copier.Of<TResult>();
        (_token, _withToken) = shape.TokenAccess<TArgs>();
    }

    public bool IsReadOnly { get; }

    public bool IsAlwaysInterleave { get; }

    public bool IsOneWay { get; }

    public Func<object, TArgs, ValueTask<TResult>> Invoke { get; }

    public TArgs CopyArguments(TArgs args) => _copyArguments is null ? args : _copyArguments(args, new());

    public TResult CopyResult(TResult result) => _copyResult is null ? result : _copyResult.Copy(result, new());

    /// <summary>The token among the arguments.</summary>
    public CancellationToken? Token(TArgs args) => _token?.Invoke(args);

    /// <summary>The arguments with another token.</summary>
    public TArgs WithToken(TArgs args, CancellationToken token) => _withToken!(args, token);

    public override string ToString() => $"{_method.DeclaringType?.Name}.{_method.Name}";
}
