using System.Threading;
using System.Threading.Tasks;

namespace SocketAnalyzers.Closing;

/// <summary>Waiting for a task that is not ours.</summary>
internal static class Waiting
{
    /// <summary>Until the task has ended, in any way, or the token is canceled. Never fails.</summary>
    public static async Task UntilAsync(Task task, CancellationToken cancellation)
    {
        var canceled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellation.Register(static state => ((TaskCompletionSource<bool>)state!).TrySetResult(true), canceled))
            await Task.WhenAny(task, canceled.Task).ConfigureAwait(false);
    }

    /// <summary>Keeps the exception of a task that nobody awaits out of UnobservedTaskException.</summary>
    public static void Forget(Task task) =>
        task.ContinueWith(static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
