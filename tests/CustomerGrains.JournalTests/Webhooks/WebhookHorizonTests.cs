using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Webhooks;
using CustomerGrains.TestSupport;
using CustomerGrains.TestSupport.Postgres;
using Npgsql;

namespace CustomerGrains.JournalTests.Webhooks;

/// <summary>
/// Events whose ids were given out in another order than they appeared in, which only PostgreSQL has. Its transactions are numbered through the whole server, so each
/// test has one of its own: on a shared one, what other tests' databases are doing would hold events back.
/// </summary>
[NeedsPostgres]
public sealed class WebhookHorizonTests
{
    [StoreFact]
    public async Task An_event_that_appears_below_one_that_was_there_before_it_is_not_passed_over()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var outbox = await Outbox.OpenAsync(cluster);
        await using var held = await outbox.BeginAsync();
        await using var lost = await outbox.BeginAsync();
        await InsertAsync(held, "slow");
        await InsertAsync(lost, "broken");
        await using (var quick = await outbox.BeginAsync())
        {
            await InsertAsync(quick, "quick");
            await quick.CommitAsync();
        }

        Assert.Empty(await outbox.SettleAsync());
        Assert.Equal(3, await outbox.NotTakenAsync());
        await lost.RollbackAsync();
        Assert.Empty(await outbox.SettleAsync());
        await held.CommitAsync();
        Assert.Equal(["quick", "slow"], await outbox.SettleAsync());
        Assert.Equal(0, await outbox.NotTakenAsync());
    }

    [StoreFact]
    public async Task A_transaction_elsewhere_on_the_server_holds_up_what_follows_a_gap_and_no_longer_than_it_runs()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var outbox = await Outbox.OpenAsync(cluster);
        await using var others = new NpgsqlConnection(await cluster.CreateDatabaseAsync());
        await others.OpenAsync();
        await using var running = await others.BeginTransactionAsync();
        await NumberAsync(running);
        await using (var first = await outbox.BeginAsync())
        {
            await InsertAsync(first, "first");
            await using var lost = await outbox.BeginAsync();
            await InsertAsync(lost, "lost");
            await InsertAsync(first, "second");
            await first.CommitAsync();
        }

        Assert.Equal(["first"], await outbox.SettleAsync());
        await running.CommitAsync();
        Assert.Equal(["first", "second"], await outbox.SettleAsync());
    }

    // As the journal's writer does: it has written before a transition gets its id.
    static async Task InsertAsync(NpgsqlTransaction transaction, string customer)
    {
        await NumberAsync(transaction);
        await using var insert = new NpgsqlCommand(
            "INSERT INTO transition (customer_id, seq, kind, name, occurred_at, decided_at, cause, version) VALUES ($1, 1, 21, 'vip', 0, 0, 'event', 1)",
            transaction.Connection) { Parameters = { new() { Value = customer } } };
        await insert.ExecuteNonQueryAsync();
    }

    static async Task NumberAsync(NpgsqlTransaction transaction)
    {
        await using var number = new NpgsqlCommand("SELECT pg_current_xact_id()", transaction.Connection);
        await number.ExecuteScalarAsync();
    }

    /// <summary>A store, an endpoint that takes what happens in it, and who receives it.</summary>
    sealed class Outbox : IAsyncDisposable
    {
        readonly TestStore _store;
        readonly WebhookWorld _world;
        readonly Receiver _receiver;
        readonly NpgsqlDataSource _connections;
        long _id;
        WebhookSender? _sender;

        Outbox(TestStore store, Receiver receiver, string connectionString) =>
            (_store, _world, _receiver, _connections) = (store, new(store), receiver, NpgsqlDataSource.Create(connectionString));

        public static async Task<Outbox> OpenAsync(PostgresCluster cluster)
        {
            var options = StoreKind.Options("postgres", await cluster.CreateDatabaseAsync());
            var outbox = new Outbox(await TestStore.OpenAsync(options), await Receiver.StartAsync(), options.ConnectionString);
            (outbox._id, _) = await outbox._world.AddAsync(WebhookWorld.Target(outbox._receiver.Url));
            return outbox;
        }

        public async Task<NpgsqlTransaction> BeginAsync() => await (await _connections.OpenConnectionAsync()).BeginTransactionAsync();

        /// <summary>Whose events were delivered once everything was that could be.</summary>
        public async Task<IEnumerable<string>> SettleAsync()
        {
            await WebhookWorld.SettleAsync(_sender ??= await _world.SenderAsync(_id));
            return _receiver.Taken.Select(got => got.Customer).Order();
        }

        public async Task<long> NotTakenAsync() => (await _world.FindAsync(_id)).Backlog!.NotTaken;

        public async ValueTask DisposeAsync()
        {
            await _world.DisposeAsync();
            await _receiver.DisposeAsync();
            await _store.DisposeAsync();
            await _connections.DisposeAsync();
        }
    }
}
