namespace Cloudless.Scoring;

/// <summary>All that the journals of a run tell.</summary>
internal sealed class RunHistory
{
    // Lately: long enough for some items, short enough to follow workers that come and go.
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(10), Silence = TimeSpan.FromMinutes(2);

    private RunHistory(RunFolder folder, RunRecord record) => (Folder, Record) = (folder, record);

    public RunFolder Folder { get; }

    public RunRecord Record { get; }

    /// <summary>The last that is known of each item.</summary>
    public Dictionary<string, (ItemEnd End, DateTimeOffset At)> Items { get; } = [];

    /// <summary>The workers with their last line.</summary>
    public List<Worker> Workers { get; } = [];

    /// <summary>Reads the journals.</summary>
    /// <exception cref="CloudlessException">There is no run in the folder.</exception>
    public static RunHistory Read(RunFolder folder)
    {
        RunRecord record = RunRecord.Read(folder) ?? throw new CloudlessException($"'{folder.Path}' holds no run: there is no run.json. Give the folder that 'cloudless score' got by --out.");
        var history = new RunHistory(folder, record);
        foreach (string journal in JournalReader.Files(folder))
        {
            Worker? worker = null;
            foreach (JournalEntry entry in JournalReader.Read(journal))
            {
                if (entry.Begin is { } begin)
                {
                    history.Workers.Add(worker = new Worker(begin, entry.At));
                }

                worker?.Add(entry);
                if (entry.Item is { } item)
                {
                    JournalReader.Add(history.Items, item, entry.At);
                }
            }
        }

        history.Workers.Sort((a, b) => b.Began.CompareTo(a.Began));
        return history;
    }

    /// <summary>How the run stands.</summary>
    public RunStatus Status(DateTimeOffset now)
    {
        List<WorkerStatus> workers = [.. Workers.Select(w => w.Status(now))];
        bool working = workers.Exists(w => w.State == WorkerState.Working);
        DateTimeOffset since = now - Lately, began = Workers.Where((_, i) => workers[i].State == WorkerState.Working).Select(w => w.Began).DefaultIfEmpty(now).Min();
        double seconds = Math.Max(1, (now - (began > since ? began : since)).TotalSeconds);
        List<ItemEnd> lately = [.. Items.Values.Where(i => working && i.End.Outcome == ItemOutcome.Done && i.At >= since && i.At >= began).Select(i => i.End)];
        int done = Items.Values.Count(i => i.End.Outcome != ItemOutcome.Failed), failed = Items.Count - done, items = Workers.Count > 0 ? Workers[0].Begin.Items : 0;
        double pace = lately.Count / seconds;
        return new RunStatus
        {
            Folder = Folder.Path, Model = Record.ModelName, Items = items, Done = done, Failed = failed, Running = workers.Sum(w => w.Running.Count),
            Pixels = Items.Values.Sum(i => i.End.Pixels), ItemsPerHour = pace * 3600, PixelsPerSecond = lately.Sum(i => i.Pixels) / seconds,
            SecondsLeft = pace > 0 ? Math.Max(0, items - done - failed) / pace : null, Workers = workers,
        };
    }

    /// <summary>A worker's lines, added up.</summary>
    internal sealed class Worker(WorkerBegin begin, DateTimeOffset began)
    {
        private int _done, _failed;
        private IReadOnlyList<string> _running = [];
        private RunEnding? _ending;
        private DateTimeOffset _last;

        public WorkerBegin Begin => begin;

        public DateTimeOffset Began => began;

        public void Add(JournalEntry entry)
        {
            _last = entry.At;
            _running = entry.Beat?.Running ?? (entry.Item is { } ended ? [.. _running.Where(id => id != ended.Id)] : _running);
            _done += entry.Item?.Outcome == ItemOutcome.Done ? 1 : 0;
            _failed += entry.Item?.Outcome == ItemOutcome.Failed ? 1 : 0;
            _ending = entry.End?.Ending ?? _ending;
        }

        public WorkerStatus Status(DateTimeOffset now)
        {
            WorkerState state = _ending is not null ? WorkerState.Ended
                : begin.Process.IsKnownDead() ? WorkerState.Dead
                : now - _last > Silence ? WorkerState.Silent : WorkerState.Working;
            return new WorkerStatus
            {
                Name = begin.Worker, State = state, Ending = _ending, Shard = begin.Shard, Done = _done, Failed = _failed,
                Running = state is WorkerState.Working or WorkerState.Silent ? _running : [], Began = began, LastSign = _last,
            };
        }
    }
}
