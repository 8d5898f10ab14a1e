namespace CustomerGrains.WebTests.Support;

/// <summary>Waits for what other processes and connections do in their own time.</summary>
static class Wait
{
    /// <summary>What must end by itself: a test that hangs says where.</summary>
    public static async Task SoonAsync(this Task task, string what)
    {
        var limit = TimeSpan.FromMinutes(2);
        await Task.WhenAny(task, Task.Delay(limit));
        Assert.True(task.IsCompleted, $"Waited {limit} for {what}, which does not end.");
        await task;
    }

    public static async Task<T> ForAsync<T>(Func<Task<T>> read, Func<T, bool> enough, string what, int seconds = 30)
    {
        var deadline = DateTime.UtcNow.AddSeconds(seconds);
        while (true)
        {
            var value = await read();
            if (enough(value)) return value;
            Assert.True(DateTime.UtcNow < deadline, $"Waited {seconds} s for {what}; last seen: {value}");
            await Task.Delay(50);
        }
    }
}
