"""Hugging Face datasets: two splits are saved, filtered and saved again."""

from datasets import Dataset, DatasetDict

if __name__ == "__main__":
    splits = {"train": 1000, "test": 200}
    raw = DatasetDict(
        {name: Dataset.from_dict({"number": list(range(many)), "text": ["x"] * many}) for name, many in splits.items()}
    )
    raw.save_to_disk("raw", num_shards={"train": 3, "test": 1})
    raw.filter(lambda row: row["number"] % 7 != 0).save_to_disk("kept")
