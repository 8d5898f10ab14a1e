namespace CustomerGrains.EngineTests.Grains;

public interface IStateGrain : IGrainWithStringKey
{
    Task<(string Text, string? Etag, bool Exists)> Get();

    Task Set(string text);

    /// <summary>Changes what is in memory and does not write it.</summary>
    Task Scribble(string text);

    Task Read();

    Task Clear();

    Task Leave();
}

public interface IMemoryStateGrain : IStateGrain;

public interface ISqlStateGrain : IStateGrain;

public sealed class StoredText
{
    public string Text { get; set; } = "";
}

public abstract class StateGrainBase(IPersistentState<StoredText> state) : Grain
{
    public Task<(string Text, string? Etag, bool Exists)> Get() => Task.FromResult((state.State.Text, state.Etag, state.RecordExists));

    public Task Set(string text)
    {
        state.State.Text = text;
        return state.WriteStateAsync();
    }

    public Task Scribble(string text)
    {
        state.State.Text = text;
        return Task.CompletedTask;
    }

    public Task Read() => state.ReadStateAsync();

    public Task Clear() => state.ClearStateAsync();

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public sealed class MemoryStateGrain([PersistentState("memory-text", "memory")] IPersistentState<StoredText> state)
    : StateGrainBase(state), IMemoryStateGrain;

public sealed class SqlStateGrain([PersistentState("sql-text", "sql")] IPersistentState<StoredText> state)
    : StateGrainBase(state), ISqlStateGrain;
