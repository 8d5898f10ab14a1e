using System.Diagnostics;
using Orleans.Embedded;

namespace Orleans.Runtime;

/// <summary>
/// A reference to a grain or an observer. The classes that implement the interfaces are made at run time (<see cref="ProxyBuilder"/>).
/// References to the same grain are equal, whichever interface they have.
/// </summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    internal GrainReference(GrainInterface grainInterface, Router router, string key)
    {
        Interface = grainInterface;
        Router = router;
        Key = key;
    }

    internal GrainInterface Interface { get; }

    internal Router Router { get; }

    internal string Key { get; }

    /// <summary>Which grain.</summary>
    public GrainId GrainId => new(Router.GrainType, new(Key));

    /// <summary>Which of its interfaces.</summary>
    public GrainInterfaceType InterfaceType => Interface.Name;

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && ReferenceEquals(Router, other.Router) && Key == other.Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"GrainReference:{GrainId}";

    // The five forms of methods: the generated classes call these.
    internal Task<TResult> CallTaskOf<TArgs, TResult>(int method, TArgs args) => Send<TArgs, TResult>(method, args);

    internal Task CallTask<TArgs>(int method, TArgs args) => Send<TArgs, Nothing>(method, args);

    internal ValueTask<TResult> CallValueTaskOf<TArgs, TResult>(int method, TArgs args) => new(Send<TArgs, TResult>(method, args));

    internal ValueTask CallValueTask<TArgs>(int method, TArgs args) => new(Send<TArgs, Nothing>(method, args));

    internal void CallVoid<TArgs>(int method, TArgs args) => _ = Send<TArgs, Nothing>(method, args);

    Task<TResult> Send<TArgs, TResult>(int index, TArgs args)
    {
        var method = Interface.Method<TArgs, TResult>(index);
        Call<TArgs, TResult> call;
        try
        {
            call = new(method, method.CopyArguments(args));
        }
        catch (Exception uncopyable)
        {
            return Task.FromException<TResult>(uncopyable);
        }
        if (Router.Silo.PropagatesActivities) call.Caller = Activity.Current;
        if (method.IsOneWay)
        {
            Router.Send(Key, call);
            return Nothing<TResult>.Done;
        }
        Router.Silo.Timeouts.Watch(call);
        call.ObserveCancellation();
        Router.Send(Key, call);
        return call.Answer;
    }
}
